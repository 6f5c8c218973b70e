import type { Budget, EventListener } from '@forewarm/core/kit';

/** Strangers can't spend without limit. */
export const DEFAULT_BUDGET: Partial<Budget> = { windowMs: 3_600_000, warms: 600 };

export function loudBudget(onEvent: EventListener | undefined): EventListener {
  let isSaid = false;
  return (event) => {
    if (!isSaid && event.type === 'warm-skipped' && event.reason.startsWith('budget-')) {
      isSaid = true;
      globalThis.console.warn(
        `forewarm: the budget of warms is spent (${event.reason}), or too small for a prefix; questions are answered without a warm. ` +
          `Default ${DEFAULT_BUDGET.warms} warms an hour for each instance; set createHandler({ policy: { budget } }), or {} for none.`,
      );
    }
    onEvent?.(event);
  };
}
