namespace Kolaybase.Api.Http;

/// <summary>An answer that only says something.</summary>
/// <param name="Message">One sentence.</param>
public sealed record MessageAnswer(string Message);
