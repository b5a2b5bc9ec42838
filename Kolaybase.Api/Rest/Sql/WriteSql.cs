using System.Collections.Immutable;
using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>
/// Writes what stands around a change of rows. Plain columns come back by its own <c>RETURNING</c>; everything else is a query over
/// a common table expression: <c>WITH w AS (UPDATE … RETURNING …) SELECT … FROM w AS t</c>.
/// </summary>
/// <param name="relation">What is written to.</param>
/// <param name="returning">What comes back of each row; null means that no rows are wanted.</param>
/// <param name="format">How it is answered.</param>
internal sealed class WriteSql(Relation relation, RowsPlan? returning, AnswerFormat format)
{
    /// <summary>The common table expression with the body's rows, where a statement has one.</summary>
    public const string Body = "b";

    private const string Result = "r";

    /// <summary>What comes back of each row; null means that no rows are wanted.</summary>
    public RowsPlan? Returning => returning;

    /// <summary>How it is answered.</summary>
    public AnswerFormat Format => format;

    /// <summary>Adds the change itself, up to its <c>RETURNING</c>.</summary>
    public required Action<SqlBuilder> Change { get; init; }

    /// <summary>Adds the query of the body's rows, which the change reads from <see cref="Body"/>; null when it reads the body itself.</summary>
    public Action<SqlBuilder>? BodyRows { get; init; }

    /// <summary>Whether rows that were inserted are told from those that were replaced (<see cref="InsertMark"/>).</summary>
    public bool MarksInserts { get; init; }

    /// <summary>The columns whose values are told when exactly one row was written.</summary>
    public ImmutableArray<Column> Key { get; init; } = [];

    /// <summary>Numbers of rows that have to be right.</summary>
    public ImmutableArray<RowRule> Rules { get; init; } = [];

    /// <summary>Whether a statement that hands back no rows answers with their number, and behind it the values of <see cref="Key"/>.</summary>
    public bool IsCounted => returning is null && !IsBare;

    private bool IsBare => BodyRows is null && !MarksInserts && Key.IsEmpty && Rules.IsEmpty && !format.IsSingular;

    /// <summary>Writes the statement, and behind an upsert another that tells whether it inserted anything.</summary>
    public SqlStatement[] Statements(AffectedGuard guard) => MarksInserts ? [Write(guard), InsertMark.Told] : [Write(guard)];

    /// <summary>Writes the statement.</summary>
    public SqlStatement Write(AffectedGuard guard)
    {
        var sql = new SqlBuilder();
        if (IsBare && returning is null)
        {
            Change(sql);
            return sql.Build() with { ReturnsRows = false };
        }

        if (IsBare && FormatSql.Names(format) is { } names && WrittenColumns.ArePlain(returning!))
        {
            Change(sql);
            return sql.Add(" RETURNING ").AddOutput(returning!, names).Build();
        }

        sql.Add("WITH ");
        if (BodyRows is { } body)
        {
            sql.Add(Body).Add(" AS (");
            body(sql);
            sql.Add("), ");
        }

        sql.Add(SourceSql.Written).Add(" AS (");
        Change(sql);
        sql.Add(" RETURNING ");
        AddHandedOn(sql);
        sql.Add(")");
        return AddQuery(sql, guard).Build();
    }

    private SqlBuilder AddQuery(SqlBuilder sql, AffectedGuard guard)
    {
        // What must be one object is what is answered: embeds may filter it, aggregates may be one row of many.
        var rules = format.IsSingular ? Rules.Add(new(RowRuleKind.Singular, returning is null ? SourceSql.Written : Result, 1)) : Rules;
        if (returning is null)
        {
            sql.Add(" SELECT pg_catalog.count(*)");
            for (var i = 0; i < Key.Length; i++)
            {
                // Of one row the least is the only one.
                AddKeyText(sql.Add(", pg_catalog.min("), Key[i], $"{SourceSql.Written}.k{i}").Add(")");
            }

            sql.Add(" FROM ").Add(SourceSql.Written);
        }
        else if (rules.IsEmpty)
        {
            return sql.Add(" ").AddRows(Rows, format);
        }
        else
        {
            sql.Add($", {Result} AS (").AddRows(Rows, format).Add($") SELECT * FROM {Result}");
        }

        return rules.IsEmpty ? sql : guard.AddWhere(sql, rules);
    }

    /// <summary>Functions over the rows need each as one value; everything else only the columns that it names, which may be all that the caller may read.</summary>
    private RowsPlan Rows => WrittenColumns.NeedsWholeRow(returning!) ? returning! with { Source = new WrittenSource(relation, WholeRow: true) } : returning!;

    private void AddHandedOn(SqlBuilder sql)
    {
        var items = new List<Action>();
        if (returning is not null && WrittenColumns.NeedsWholeRow(returning))
        {
            items.Add(() => sql.Add(SqlBuilder.Table).Add(" AS r"));
        }
        else if (returning is not null)
        {
            items.AddRange(WrittenColumns.Of(relation, returning).Select(column => (Action)(() => AddColumn(sql, column))));
        }

        items.AddRange(Key.Select((column, i) => (Action)(() => AddColumn(sql, column).Add($" AS k{i}"))));
        if (MarksInserts)
        {
            items.Add(() => sql.Add(InsertMark.Returned).Add(" AS ").AddName(FreeName()));
        }

        if (items.Count == 0)
        {
            items.Add(() => sql.Add("1"));
        }

        sql.AddJoined(items, ", ", add => add());
    }

    private static SqlBuilder AddColumn(SqlBuilder sql, Column column) => sql.Add(SqlBuilder.Table).Add(".").AddName(column.Name);

    /// <summary>A value as the text that a filter would have, which is how JSON shows it, without quotes.</summary>
    private static SqlBuilder AddKeyText(SqlBuilder sql, Column column, string value) =>
        (column.Type.Representation?.ToJson is { } function ? sql.AddName(function) : sql.Add("pg_catalog.to_json")).Add($"({value}) #>> '{{}}'");

    /// <summary>Nobody reads the mark, but a column of its name would be ambiguous.</summary>
    private string FreeName()
    {
        var name = "inserted";
        while (relation.Find(name) is not null)
        {
            name += "_";
        }

        return name;
    }
}
