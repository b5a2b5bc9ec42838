namespace Kolaybase.Api.Tables;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as PostgreSQL writes it, e.g. <c>character varying(40)</c>.</param>
/// <param name="Nullable">Whether it takes null.</param>
/// <param name="DefaultValue">Its default as an SQL expression, or what a generated column computes; null when it has none.</param>
/// <param name="IsPrimary">Whether it is part of the primary key.</param>
/// <param name="IsUnique">Whether a unique constraint or index stands on it alone (the primary key is not counted).</param>
/// <param name="IsIdentity">Whether the database numbers it.</param>
/// <param name="Comment">Its comment; null when it has none.</param>
/// <param name="IsGenerated">Whether it is computed from others; <paramref name="DefaultValue"/> says how.</param>
public sealed record Column(string Name, string Type, bool Nullable, string? DefaultValue, bool IsPrimary, bool IsUnique, bool IsIdentity, string? Comment, bool IsGenerated);
