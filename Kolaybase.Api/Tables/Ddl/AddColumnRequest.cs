using System.Text.Json;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary>A column to be added.</summary>
public sealed record AddColumnRequest
{
    /// <inheritdoc cref="ColumnRequest.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="ColumnRequest.Type"/>
    public required string Type { get; init; }

    /// <summary>Whether it takes null; true when not given.</summary>
    public bool? Nullable { get; init; }

    /// <inheritdoc cref="ColumnRequest.DefaultValue"/>
    public JsonElement DefaultValue { get; init; }

    /// <inheritdoc cref="ColumnRequest.IsUnique"/>
    public bool? IsUnique { get; init; }

    /// <inheritdoc cref="ColumnRequest.Identity"/>
    public JsonElement Identity { get; init; }

    /// <inheritdoc cref="ColumnRequest.Generated"/>
    public string? Generated { get; init; }

    /// <inheritdoc cref="ColumnRequest.Comment"/>
    public JsonElement Comment { get; init; }

    /// <summary>The same as a column of a new table.</summary>
    internal ColumnRequest ToColumn() => new()
    {
        Name = Name,
        Type = Type,
        Nullable = Nullable,
        DefaultValue = DefaultValue,
        IsUnique = IsUnique,
        Identity = Identity,
        Generated = Generated,
        Comment = Comment,
    };
}
