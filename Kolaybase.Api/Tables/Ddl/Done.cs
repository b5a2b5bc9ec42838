namespace Kolaybase.Api.Tables.Ddl;

/// <summary>What was done, in a sentence.</summary>
/// <param name="Message">The sentence.</param>
public sealed record Done(string Message);
