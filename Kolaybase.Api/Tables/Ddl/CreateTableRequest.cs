using System.Text.Json;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary>A table to be made.</summary>
public sealed record CreateTableRequest
{
    /// <summary>Its name: whatever PostgreSQL accepts, up to 63 bytes in UTF-8.</summary>
    public required string Name { get; init; }

    /// <summary>Its columns, 1 to 1,600.</summary>
    public required IReadOnlyList<ColumnRequest> Columns { get; init; }

    /// <summary>Whether row level security is on; true when not given.</summary>
    public bool? EnableRls { get; init; }

    /// <summary>Who may use it; <c>private</c> when not given.</summary>
    public TableAccess? Access { get; init; }

    /// <summary>Its comment.</summary>
    public JsonElement Comment { get; init; }
}

/// <summary>A column to be made.</summary>
public sealed record ColumnRequest
{
    /// <summary>Its name: whatever PostgreSQL accepts, up to 63 bytes in UTF-8.</summary>
    public required string Name { get; init; }

    /// <summary>Its type: any that the database knows, e.g. <c>numeric(10,2)</c>, <c>text[]</c>, <c>"my enum"</c>, <c>bigserial</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Whether it takes null; true when not given, except for the primary key.</summary>
    public bool? Nullable { get; init; }

    /// <summary>Whether it is part of the primary key (several columns form one key in their order).</summary>
    public bool? IsPrimary { get; init; }

    /// <summary>Whether no two rows may have the same value.</summary>
    public bool? IsUnique { get; init; }

    /// <summary>A literal, or <c>{"expression": "…"}</c>, or one of the usual calls as text (<c>now()</c>, <c>gen_random_uuid()</c>).</summary>
    public JsonElement DefaultValue { get; init; }

    /// <summary>Whether the database numbers it: <c>true</c> or <c>"by default"</c> where no value is given, <c>"always"</c> in any case.</summary>
    public JsonElement Identity { get; init; }

    /// <summary>What it is computed from, as an SQL expression over other columns; it takes no value then.</summary>
    public string? Generated { get; init; }

    /// <summary>Its comment.</summary>
    public JsonElement Comment { get; init; }
}
