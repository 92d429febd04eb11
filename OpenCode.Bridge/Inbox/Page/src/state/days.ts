const day = 24 * 60 * 60 * 1000;

/** The last days as a person counts them, today's last: of each its midnight in milliseconds. */
export function lastDays(count: number): number[] {
  const today = new Date();
  return Array.from({ length: count }, (_, index) => new Date(today.getFullYear(), today.getMonth(), today.getDate() - count + 1 + index).getTime());
}

/** Which of the last days a time is in; -1 for an earlier one. A day in which the clock is changed has 23 or 25 hours. */
export function dayOf(time: string, days: readonly number[]): number {
  const at = new Date(time);
  at.setHours(0, 0, 0, 0);
  const index = days.length - 1 - Math.round((days[days.length - 1]! - at.getTime()) / day);
  return index < days.length ? index : days.length - 1;
}
