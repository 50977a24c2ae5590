import type { Files } from '../../base/env/files';

const OWNER_ONLY = 0o600;

/** os.WriteFile: makes no folders. Throws an Error with Go's text. */
export function writeFile(files: Files, path: string, text: string): void {
  const slash = path.lastIndexOf('/');
  if (slash > 0 && !files.isDirectory(path.slice(0, slash))) throw new Error(`open ${path}: no such file or directory`);
  if (files.isDirectory(path)) throw new Error(`open ${path}: is a directory`);
  try {
    files.write(path, text, OWNER_ONLY);
  } catch (error) {
    const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
    const why = code === 'EACCES' ? 'permission denied' : code === 'EROFS' ? 'read-only file system' : String(error);
    throw new Error(`open ${path}: ${why}`, { cause: error });
  }
}
