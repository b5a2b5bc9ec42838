namespace Kolaybase.Api.Rest;

/// <summary>
/// What one request to the data API may ask for; section <c>Kolaybase:Rest</c>. Each limit has an
/// error code of its own, listed in <c>docs/data-api.md</c>.
/// </summary>
public sealed record RestLimits
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Kolaybase:Rest";

    /// <summary>Longest query string, in characters as sent.</summary>
    public int QueryLength { get; init; } = 16_384;

    /// <summary>Most comparisons in one request, those inside <c>and</c>/<c>or</c> included.</summary>
    public int Filters { get; init; } = 100;

    /// <summary>Deepest nesting of <c>and</c>/<c>or</c>.</summary>
    public int FilterDepth { get; init; } = 10;

    /// <summary>Most items in <c>select</c>, in <c>order</c> and in <c>columns</c>, each.</summary>
    public int SelectItems { get; init; } = 500;

    /// <summary>Most values in one <c>in.(…)</c>.</summary>
    public int InListItems { get; init; } = 1_000;

    /// <summary>Longest request body, in bytes.</summary>
    public long BodyBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Deepest nesting of a JSON body, the array around the rows included.</summary>
    public int JsonDepth { get; init; } = 64;

    /// <summary>Most rows in one insert.</summary>
    public int InsertRows { get; init; } = 100_000;

    /// <summary>Most rows that one answer to <c>anon</c> or <c>authenticated</c> holds; a smaller <c>limit</c> wins. The service role has no cap.</summary>
    public int RowCap { get; init; } = 1_000;
}
