/** Whether the central repository answers, as it is told to the office's PCs: two looks in vain, before it is said that it does not. */
export interface CentreReach {
  /** Null until the first look is over. */
  readonly reached: boolean | null;
  /** A look at it is over. */
  looked(answered: boolean): void;
}

export function centreReach(tell: (reached: boolean) => void): CentreReach {
  let reached: boolean | null = null;
  let inVain = 0;
  const become = (now: boolean): void => {
    if (now === reached) return;
    reached = now;
    tell(now);
  };
  return {
    get reached() {
      return reached;
    },
    looked(answered) {
      inVain = answered ? 0 : inVain + 1;
      if (answered) become(true);
      else if (inVain > 1 || reached === null) become(false);
    },
  };
}
