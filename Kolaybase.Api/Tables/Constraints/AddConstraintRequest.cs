using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Ddl;

namespace Kolaybase.Api.Tables.Constraints;

/// <summary>A constraint to be added.</summary>
public sealed record AddConstraintRequest
{
    /// <summary>Which rule: primary, unique or check.</summary>
    public required ConstraintKind Kind { get; init; }

    /// <summary>The columns of a primary key or unique constraint, in its order, 1 to 32.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>What a check demands, as an SQL expression over the table's columns.</summary>
    public string? Expression { get; init; }

    /// <summary>Its name; the database makes one up when not given.</summary>
    public string? Name { get; init; }

    /// <summary>PostgreSQL's limit (INDEX_MAX_KEYS).</summary>
    internal const int MaxColumns = 32;

    /// <summary>Checks what needs no database.</summary>
    /// <exception cref="ApiException">400 that lists every fault.</exception>
    internal void Check()
    {
        var isCheck = Kind == ConstraintKind.Check;
        var name = Name is null ? null : Identifier.FaultOfNew(Name);
        var expression = Expression is null ? null : SqlExpression.Fault(Expression);
        var faults = new Faults()
            .Check(Kind != ConstraintKind.Exclusion, "kind", "must be primary, unique or check; exclusion constraints are made with SQL")
            .Check(name is null, "name", name!)
            .Check(isCheck == Expression is not null, "expression", isCheck ? "is required for a check" : "must be given for a check only")
            .Check(expression is null, "expression", expression!)
            .Check(isCheck ? Columns is null : Columns?.Count is >= 1 and <= MaxColumns, "columns", isCheck ? "must not be given for a check" : $"must list 1 to {MaxColumns} columns");
        for (var i = 0; i < Columns?.Count; i++)
        {
            var column = Identifier.Fault(Columns[i]);
            faults.Check(column is null, $"columns[{i}]", column!);
        }

        faults.ThrowIfAny();
    }

    /// <summary>The statement.</summary>
    internal string ToSql(TableName table)
    {
        var named = Name is null ? "" : $"CONSTRAINT {Identifier.Quote(Name)} ";
        var rule = Kind switch
        {
            ConstraintKind.Check => $"CHECK {SqlExpression.Require(Expression!, "expression")}",
            ConstraintKind.Primary => $"PRIMARY KEY ({Names()})",
            _ => $"UNIQUE ({Names()})",
        };
        return $"ALTER TABLE {table.Sql} ADD {named}{rule}";
    }

    private string Names() => string.Join(", ", Columns!.Select(Identifier.Quote));
}
