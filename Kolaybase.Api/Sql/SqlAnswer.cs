using System.Text.Json.Serialization;
using Kolaybase.Api.Sql.Values;

namespace Kolaybase.Api.Sql;

/// <summary>What a text of SQL gave.</summary>
/// <param name="Columns">Columns of the last statement's result set.</param>
/// <param name="Rows">Its rows: objects by column name; a second column of one name has <c>_2</c>.</param>
/// <param name="RowCount">How many rows it has in all, or has changed.</param>
/// <param name="Duration">Time from the first statement to the end of the last, in ms.</param>
/// <param name="Truncated">Whether rows of it are left out: more than <c>limit</c> follow, or the answer would be too large.</param>
public sealed record SqlAnswer(IReadOnlyList<SqlColumn> Columns, IReadOnlyList<SqlRow> Rows, long RowCount, double Duration, bool Truncated)
{
    /// <summary>One for each statement, in order; absent when the text has one statement.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SqlResultSet>? ResultSets { get; init; }

    /// <summary>Notices and warnings, in order; absent when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SqlNotice>? Notices { get; init; }
}

/// <summary>What one statement gave.</summary>
/// <param name="Columns">Its columns; empty for a statement that gives no rows.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="RowCount">How many rows it has in all, or has changed.</param>
/// <param name="Truncated">Whether rows are left out.</param>
public sealed record SqlResultSet(IReadOnlyList<SqlColumn> Columns, IReadOnlyList<SqlRow> Rows, long RowCount, bool Truncated);

/// <summary>A column of a result set.</summary>
/// <param name="Name">Its key in the rows.</param>
/// <param name="Type">Its type, as PostgreSQL writes it, without length or precision.</param>
public sealed record SqlColumn(string Name, string Type);

/// <summary>A message that is no error.</summary>
/// <param name="Severity">NOTICE, WARNING, INFO, LOG or DEBUG.</param>
/// <param name="Code">Its SQLSTATE.</param>
/// <param name="Message">Its words.</param>
/// <param name="Details">More words; null when there are none.</param>
/// <param name="Hint">What to do; null when nothing is said.</param>
public sealed record SqlNotice(string Severity, string Code, string Message, string? Details, string? Hint);
