using System.Text.Json;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary>A table to be made: everything in it was checked and resolved.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns; those of the primary key form it in their order.</param>
/// <param name="EnableRls">Whether row level security is on from the start.</param>
/// <param name="Access">Who may use it.</param>
internal sealed record TableDefinition(TableName Name, IReadOnlyList<ColumnDefinition> Columns, bool EnableRls, TableAccess Access);

/// <summary>A column to be made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, resolved.</param>
/// <param name="Nullable">Whether it takes null.</param>
/// <param name="IsPrimary">Whether it is part of the primary key.</param>
/// <param name="IsUnique">Whether no two rows may have the same value.</param>
/// <param name="DefaultSql">What follows <c>DEFAULT</c>; null for none.</param>
/// <param name="Identity">Whether the database numbers it, and how.</param>
/// <param name="GeneratedSql">What it is computed from; null for none.</param>
/// <param name="Comment">Its comment, as the body has it.</param>
internal sealed record ColumnDefinition(
    string Name,
    ResolvedType Type,
    bool Nullable = true,
    bool IsPrimary = false,
    bool IsUnique = false,
    string? DefaultSql = null,
    IdentityKind Identity = IdentityKind.None,
    string? GeneratedSql = null,
    JsonElement Comment = default);

/// <summary>How the database numbers a column.</summary>
internal enum IdentityKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Where no value is given.</summary>
    ByDefault,

    /// <summary>Always; a given value is refused.</summary>
    Always,
}
