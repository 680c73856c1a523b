/**
 * The promise's outcome, or a rejection with `message` after `ms` milliseconds. The promise itself goes on; what
 * becomes of it later is ignored, so a late failure cannot end the process.
 */
export async function within<T>(ms: number, promise: Promise<T>, message: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(message));
    }, ms);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
