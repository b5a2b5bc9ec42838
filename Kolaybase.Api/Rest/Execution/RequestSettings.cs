namespace Kolaybase.Api.Rest.Execution;

/// <summary>How a request's transaction runs.</summary>
/// <param name="Schema">The schema of the request, first on the search path.</param>
/// <param name="ReadOnly">Whether it may only read.</param>
/// <param name="TimeZone">The time zone of its answer, checked to be one that the server knows; null means the database's.</param>
/// <param name="StatementMilliseconds">How long its statement may run; null means what the caller's role may.</param>
/// <param name="Isolation">The level of its isolation, as SQL has it; null means the database's default.</param>
internal sealed record RequestSettings(string Schema, bool ReadOnly, string? TimeZone = null, int? StatementMilliseconds = null, string? Isolation = null)
{
    /// <summary>Whether all is undone at its end, and answered as if it had happened.</summary>
    public bool RollsBack { get; init; }

    /// <summary>What the method says: <c>GET</c> and <c>HEAD</c> only read.</summary>
    public static RequestSettings Of(HttpRequest request, string schema) =>
        new(schema, HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));
}
