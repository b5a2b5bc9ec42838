using System.Text.Json.Serialization;

namespace Kolaybase.Api.Tables.Constraints;

/// <summary>A rule that every row fulfils. Foreign keys have calls of their own.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Which rule it is.</param>
/// <param name="Columns">The columns that it is about; for a primary key or a unique constraint in its order.</param>
/// <param name="Expression">What a check demands, as SQL; null for others.</param>
/// <param name="Validated">Whether rows that were there before are known to fulfil it.</param>
public sealed record Constraint(string Name, ConstraintKind Kind, IReadOnlyList<string> Columns, string? Expression, bool Validated);

/// <summary>Kinds of constraints.</summary>
public enum ConstraintKind
{
    /// <summary>The primary key.</summary>
    [JsonStringEnumMemberName("primary")]
    Primary,

    /// <summary>No two rows have the same values.</summary>
    [JsonStringEnumMemberName("unique")]
    Unique,

    /// <summary>An expression is not false.</summary>
    [JsonStringEnumMemberName("check")]
    Check,

    /// <summary>No two rows overlap; made with SQL.</summary>
    [JsonStringEnumMemberName("exclusion")]
    Exclusion,
}
