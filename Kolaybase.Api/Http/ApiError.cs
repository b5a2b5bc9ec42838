namespace Kolaybase.Api.Http;

/// <summary>The one error body of every endpoint (contract, section 1).</summary>
/// <param name="Code">Stable and documented: a SQLSTATE, a <c>PGRST…</c> or a <c>KB…</c> code.</param>
/// <param name="Message">What is wrong, in one sentence a user can act on.</param>
/// <param name="Details">More about this very case; null when there is nothing to add.</param>
/// <param name="Hint">What to do or the nearest right name; null when there is none.</param>
public sealed record ApiError(string Code, string Message, string? Details = null, string? Hint = null);
