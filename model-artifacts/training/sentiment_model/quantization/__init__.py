"""int8 with fixed scales for any fp32 graph: no text's answer depends on what it is batched with.

1. Smooth (Xiao et al. 2022): before each product, divide the input's channels by s and multiply the weight's rows by
   s, with s_j = max|x_j|^0.7 / max|W_j|^0.3, geometric mean 1. Exact in fp32; it moves the few large channels of
   layer norms' outputs into the weights, which have a scale an output channel.
2. Weights: symmetric, a scale an output channel, 7 bits: 8-bit weights saturate the 16-bit sums of processors that
   have AVX2 without VNNI. Rounded to the nearest, or by GPTQ (`gptq.py`) where the plan holds second moments.
3. Activations: u8 with a constant scale and zero point, from the 99th percentile of each text's minimum and maximum.
   Dynamic scales would be taken over the whole batch and make a text's score depend on its neighbours.
4. Embedding tables: 8 bits, a scale a row.
5. Outlier channel splitting (Zhao et al. 2019): behind ReLU a few channels (mostly one in each layer) reach about four
   times the range of all others, so the others would use few codes. Each of these outlier channels becomes several
   channels that hold a part of its value, with the same row of the weight. More smoothing would cost the weights as
   much precision.
6. Fold: a product's bias goes into the integer product; behind ReLU and attention, which let a channel's factor
   through, the division by s goes into the product before them; ReLU itself is what an unsigned zero does.

`recipe.py` holds the choices, `statistics.py` makes a `plan.py` of them over texts, and `integer_graph.py` rewrites a
graph by a plan; `products.py` and `folding.py` tell it what each product takes over from the nodes around it.
`plan_by_weight.py` reads a plan by the weights of its graph. `simulation.py` computes the same in PyTorch for training.
"""
