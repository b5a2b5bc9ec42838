using Kolaybase.Api.Http;

namespace Kolaybase.Api.Tables.ForeignKeys;

/// <summary>A foreign key to be added.</summary>
public sealed record AddForeignKeyRequest
{
    /// <summary>The column that points.</summary>
    public required string ColumnName { get; init; }

    /// <summary>The table that it points to; may be the same.</summary>
    public required string ForeignTableName { get; init; }

    /// <summary>The column that it points to: a primary key or unique.</summary>
    public required string ForeignColumnName { get; init; }

    /// <summary>What becomes of rows whose target is deleted; NO ACTION when not given.</summary>
    public ForeignKeyAction? OnDelete { get; init; }

    /// <summary>What becomes of rows whose target gets another key; NO ACTION when not given.</summary>
    public ForeignKeyAction? OnUpdate { get; init; }

    /// <summary>Schema of the table that it points to; that of the table itself when not given.</summary>
    public string? ForeignSchema { get; init; }

    /// <summary>Name of the constraint; the database makes one up when not given.</summary>
    public string? ConstraintName { get; init; }

    /// <summary>Checks what needs no database.</summary>
    /// <returns>The table that it points to.</returns>
    /// <exception cref="ApiException">400.</exception>
    internal TableName Check(string schema)
    {
        Identifier.Require(ColumnName, "columnName");
        Identifier.Require(ForeignColumnName, "foreignColumnName");
        if (ConstraintName is not null)
        {
            Identifier.RequireNew(ConstraintName, "constraintName");
        }

        return TableName.From(ForeignSchema ?? schema, ForeignTableName, "foreignTableName");
    }

    /// <summary>The statement.</summary>
    internal string ToSql(TableName table, TableName foreign)
    {
        var named = ConstraintName is null ? "" : $"CONSTRAINT {Identifier.Quote(ConstraintName)} ";
        return $"ALTER TABLE {table.Sql} ADD {named}FOREIGN KEY ({Identifier.Quote(ColumnName)}) REFERENCES {foreign.Sql} ({Identifier.Quote(ForeignColumnName)})"
            + $" ON DELETE {(OnDelete ?? ForeignKeyAction.NoAction).ToSql()} ON UPDATE {(OnUpdate ?? ForeignKeyAction.NoAction).ToSql()}";
    }
}
