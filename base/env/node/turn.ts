/** A turn of the event loop: when it resolves, every microtask queued before has run. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
