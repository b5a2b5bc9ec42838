using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Planning;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Writes reads.</summary>
internal static class ReadSql
{
    /// <summary>The rows; for <c>HEAD</c> one row with their number.</summary>
    /// <param name="plan">What is read.</param>
    /// <param name="format">How it is answered.</param>
    public static SqlStatement Write(ReadPlan plan, AnswerFormat format)
    {
        var sql = new SqlBuilder();
        // The columns stay in the inner list, so that HEAD is refused what GET is refused.
        return plan.HeadOnly
            ? sql.Add("SELECT pg_catalog.count(*) FROM (").AddRows(plan.Rows, OutputNames.Numbered).Add(") AS page").Build()
            : sql.AddRows(plan.Rows, format).Build();
    }
}
