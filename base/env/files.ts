/** The file system as a command sees it. Paths are absolute or relative to the working directory; errors carry Node's `code`. */
export interface Files {
  read(path: string): Uint8Array;
  readText(path: string): string;
  /** Replaces the file; the folder is made. `mode` applies to a new file. */
  write(path: string, text: string, mode?: number): void;
  append(path: string, text: string): void;
  exists(path: string): boolean;
  isDirectory(path: string): boolean;
  /** Names of a folder's entries, sorted. */
  list(path: string): readonly string[];
  remove(path: string): void;
  /** A fresh folder that only this user can read. */
  temporaryFolder(prefix: string): string;
  resolve(...segments: string[]): string;
}
