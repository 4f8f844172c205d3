/** How pods get nodes. */
export interface NodeSupply {
  readonly podsPerNode: number;
  /** Nodes that exist at the beginning, with the image; the cluster autoscaler keeps them. */
  readonly minNodes: number;
  /** From the first pod without a place until the new node is ready. */
  readonly nodeStartSeconds: number;
  /** For the first pod on a node that came later. */
  readonly imagePullSeconds: number;
  /** A node without pods is removed after so long. */
  readonly removalSeconds: number;
}

interface Node {
  readonly readyAt: number;
  hasImage: boolean;
  pods: number;
  emptySince: number;
}

export interface Pod {
  /** When it answers its readiness probe. */
  readonly readyAt: number;
  /** Of the roll-out that made it. */
  readonly generation: number;
  readonly node: Node | undefined;
  /** Texts that it has had: its cache in memory begins empty. */
  seenTexts: number;
}

/** Pods and the nodes under them, at one time. */
export class PodSet {
  private pods: Pod[] = [];
  private nodes: Node[] = [];

  /**
   * @param startSeconds from the place on a node until the pod is ready: scheduling, start, readiness probe
   * @param supply by default there is always a node with room and with the image
   */
  constructor(
    private readonly startSeconds: number,
    private readonly supply?: NodeSupply,
  ) {
    const { minNodes = 0 } = supply ?? {};
    this.nodes = Array.from({ length: minNodes }, () => ({ readyAt: 0, hasImage: true, pods: 0, emptySince: 0 }));
  }

  get count(): number {
    return this.pods.length;
  }

  get nodeCount(): number {
    return this.nodes.length;
  }

  listReady(seconds: number): Pod[] {
    return this.pods.filter(({ readyAt }) => readyAt <= seconds);
  }

  countGeneration(generation: number): number {
    return this.pods.filter((pod) => pod.generation === generation).length;
  }

  /** Pods that have been ready for so long. */
  countAvailable(seconds: number, minReadySeconds: number): number {
    return this.listReady(seconds - minReadySeconds).length;
  }

  /** @param seenTexts above 0 for pods that run before the simulation begins */
  add(seconds: number, generation: number, isStarted = false, seenTexts = 0): void {
    const node = this.findPlace(seconds);
    const nodeReadyAt = Math.max(seconds, node?.readyAt ?? seconds);
    const pullSeconds = node && !node.hasImage ? (this.supply?.imagePullSeconds ?? 0) : 0;
    if (node) {
      node.hasImage = true;
      node.pods++;
    }
    const readyAt = isStarted ? seconds : nodeReadyAt + pullSeconds + this.startSeconds;
    this.pods.push({ readyAt, generation, node, seenTexts });
  }

  /** Removes the pod that is ready last among those of a generation, or among all. @returns false when there is none */
  removeLast(seconds: number, generation?: number): boolean {
    const candidates = this.pods.filter((pod) => generation === undefined || pod.generation === generation);
    const [last] = candidates.toSorted((a, b) => b.readyAt - a.readyAt);
    if (!last) return false;
    this.pods = this.pods.filter((pod) => pod !== last);
    if (last.node) {
      last.node.pods--;
      last.node.emptySince = seconds;
    }
    return true;
  }

  /** Removes nodes that have been empty for long. */
  removeEmptyNodes(seconds: number): void {
    const { minNodes = 0, removalSeconds = 0 } = this.supply ?? {};
    for (const node of this.nodes.toReversed()) {
      if (this.nodes.length <= minNodes) return;
      if (node.pods === 0 && seconds - node.emptySince >= removalSeconds) {
        this.nodes = this.nodes.filter((each) => each !== node);
      }
    }
  }

  private findPlace(seconds: number): Node | undefined {
    const { supply } = this;
    if (!supply) return undefined;
    const withRoom = this.nodes.find(({ pods }) => pods < supply.podsPerNode);
    if (withRoom) return withRoom;
    const started = { readyAt: seconds + supply.nodeStartSeconds, hasImage: false, pods: 0, emptySince: seconds };
    this.nodes.push(started);
    return started;
  }
}
