namespace Kolaybase.Api.Tables.Catalog;

/// <summary>A table as the database describes it at this moment.</summary>
/// <param name="Oid">Its oid.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind"><c>pg_class.relkind</c>.</param>
/// <param name="Columns">Its columns in order.</param>
internal sealed record TableShape(uint Oid, TableName Name, char Kind, IReadOnlyList<ColumnShape> Columns)
{
    /// <summary>Columns of the primary key in the key's order; empty where there is none.</summary>
    public IReadOnlyList<ColumnShape> Key { get; } = [.. Columns.Where(c => c.KeyPosition > 0).OrderBy(c => c.KeyPosition)];

    /// <summary>This shape, when it is an ordinary or a partitioned table: what the schema calls change.</summary>
    /// <exception cref="Http.ApiException">400 for views and foreign tables.</exception>
    public TableShape RequireTable() => Kind is 'r' or 'p'
        ? this
        : throw new Http.ApiException(
            StatusCodes.Status400BadRequest,
            Npgsql.PostgresErrorCodes.WrongObjectType,
            $"\"{Name.Name}\" is {(Kind == 'f' ? "a foreign table" : "a view")}; these calls change tables.",
            hint: "Change it with SQL.");

    /// <summary>The column of that name.</summary>
    /// <exception cref="Http.ApiException">With <paramref name="status"/> and the nearest name as a hint.</exception>
    public ColumnShape Require(string column, int status) =>
        Columns.FirstOrDefault(c => c.Name == column)
        ?? throw TableErrors.ColumnNotFound(status, Name, column, Columns.Select(c => c.Name));
}

/// <summary>A column as the database describes it.</summary>
/// <param name="Number"><c>pg_attribute.attnum</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as <c>format_type</c> writes it, modifiers included.</param>
/// <param name="Nullable">Whether it takes null.</param>
/// <param name="Default">Its default as SQL; null when it has none.</param>
/// <param name="KeyPosition">Its place in the primary key from 1; 0 when it is no part of it.</param>
/// <param name="IsUnique">Whether a unique constraint or index stands on it alone.</param>
/// <param name="Identity"><c>pg_attribute.attidentity</c>: <c>a</c> always, <c>d</c> by default, NUL none.</param>
/// <param name="Generated">Whether its value is computed.</param>
/// <param name="Comment">Its comment.</param>
/// <param name="Readable">Whether the session's role may read it.</param>
internal sealed record ColumnShape(
    short Number,
    string Name,
    string Type,
    bool Nullable,
    string? Default,
    int KeyPosition,
    bool IsUnique,
    char Identity,
    bool Generated,
    string? Comment,
    bool Readable)
{
    /// <summary>The name, ready to stand in SQL.</summary>
    public string Sql => Identifier.Quote(Name);

    /// <summary>What a caller is shown.</summary>
    public Column ToAnswer() => new(Name, Type, Nullable, Default, KeyPosition > 0, IsUnique, Identity != '\0', Comment, Generated);
}
