using System.Text.Json.Serialization;
using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Ddl;

namespace Kolaybase.Api.Tables.Indexes;

/// <summary>An index to be made.</summary>
public sealed record CreateIndexRequest
{
    /// <summary>Its columns in order, 1 to 32. An index on expressions is made with SQL.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Its kind; btree when not given.</summary>
    public IndexMethod? Method { get; init; }

    /// <summary>Whether no two rows may be alike in it.</summary>
    public bool? IsUnique { get; init; }

    /// <summary>The rows that it holds, as an SQL expression; all when not given.</summary>
    public string? Where { get; init; }

    /// <summary>Its name; made of the names of table and columns when not given.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the table can be written to meanwhile: then a job makes it, and the answer is 202.</summary>
    public bool? Concurrently { get; init; }

    /// <summary>Checks what needs no database.</summary>
    /// <exception cref="ApiException">400 that lists every fault.</exception>
    internal void Check()
    {
        var name = Name is null ? null : Identifier.FaultOfNew(Name);
        var where = Where is null ? null : SqlExpression.Fault(Where);
        var faults = new Faults()
            .Check(Columns.Count is >= 1 and <= Constraints.AddConstraintRequest.MaxColumns, "columns", $"must list 1 to {Constraints.AddConstraintRequest.MaxColumns} columns")
            .Check(name is null, "name", name!)
            .Check(where is null, "where", where!)
            .Check(IsUnique != true || Method is null or IndexMethod.Btree, "isUnique", "must not be true for another method than btree");
        for (var i = 0; i < Columns.Count; i++)
        {
            var column = Identifier.Fault(Columns[i]);
            faults.Check(column is null, $"columns[{i}]", column!);
        }

        faults.ThrowIfAny();
    }

    /// <summary>The statement, for an index of that name.</summary>
    internal string ToSql(TableName table, string name, bool concurrently) =>
        $"CREATE {(IsUnique == true ? "UNIQUE " : "")}INDEX {(concurrently ? "CONCURRENTLY " : "")}{Identifier.Quote(name)} ON {table.Sql} USING {(Method ?? IndexMethod.Btree).ToString().ToLowerInvariant()} ({string.Join(", ", Columns.Select(Identifier.Quote))})"
        + (Where is null ? "" : $" WHERE {SqlExpression.Require(Where, "where")}");
}

/// <summary>Kinds of indexes that PostgreSQL brings along.</summary>
public enum IndexMethod
{
    /// <summary>For equality, ranges and order.</summary>
    [JsonStringEnumMemberName("btree")]
    Btree,

    /// <summary>For equality.</summary>
    [JsonStringEnumMemberName("hash")]
    Hash,

    /// <summary>For arrays, jsonb and texts to be searched.</summary>
    [JsonStringEnumMemberName("gin")]
    Gin,

    /// <summary>For ranges and shapes.</summary>
    [JsonStringEnumMemberName("gist")]
    Gist,

    /// <summary>For large tables whose rows lie in order.</summary>
    [JsonStringEnumMemberName("brin")]
    Brin,
}
