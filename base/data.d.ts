/** Data files are read as unknown and narrowed by the module that owns them: typing megabytes of facts would only slow the compiler. */
declare module '*.json' {
  const value: unknown;
  export default value;
}
