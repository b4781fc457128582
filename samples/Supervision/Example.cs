namespace Supervision;

/// <summary>Runs one example.</summary>
/// <param name="fixture">The path of the tests' C library.</param>
/// <param name="output">Where it says what it saw.</param>
internal delegate Task Example(string fixture, TextWriter output);
