"""Asks the service at the address of the first argument through the generated client, and prints the answers as JSON."""

import json
import sys

from sentiment_client import AuthenticatedClient
from sentiment_client.api.sentiment import predict
from sentiment_client.models import Problem, SentimentRequest, SentimentResponse

# The generated type of the operation takes no other client, although the document makes the key optional.
client = AuthenticatedClient(base_url=sys.argv[1], token="not-asked-for")

answer = predict.sync(client=client, body=SentimentRequest(text=["I love it.", "I hate it."]))
if not isinstance(answer, SentimentResponse):
    raise SystemExit(f"no predictions: {answer}")
labels = [scores[0].label for scores in answer.predictions]

problem = predict.sync(client=client, body=SentimentRequest(text=[]))
if not isinstance(problem, Problem):
    raise SystemExit("an empty list was accepted")
print(json.dumps({"labels": labels, "status": problem.status, "type": problem.type_}))
