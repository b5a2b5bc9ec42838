using Kolaybase.Api.Http;
using Kolaybase.Api.Rest.Execution;
using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Sql;

namespace Kolaybase.Api.Rest;

/// <summary><c>GET</c> and <c>HEAD /api/rest/v1/{table}</c>: the rows that match.</summary>
internal static class ReadRows
{
    /// <summary>Answers it.</summary>
    public static Task HandleAsync(HttpContext http, string table, ProjectCaller caller, DataRequests requests, TimeProvider clock)
    {
        var limits = requests.LimitsOf(caller);
        var query = Negotiation.Narrow(RestRequest.Query(http.Request, limits), http.Request);
        var preferences = RestRequest.Preferences(http.Request, limits);
        var format = AnswerFormat.Array;
        var rowCap = caller.Role == DatabaseRole.ServiceRole ? null as long? : limits.RowCap;
        return requests.RunAsync(
            http,
            caller,
            planner =>
            {
                var plan = planner.Read(RestRequest.Table(http, table), query, preferences, rowCap, HttpMethods.IsHead(http.Request.Method));
                format = TableFormats.Pick(http.Request, plan.Rows, planner.MediaHandlers);
                return plan;
            },
            plan => [.. CountSql.Write(plan, limits.RowCap), ReadSql.Write(plan, format)],
            (plan, results) =>
            {
                Answers.Applied(http.Response, preferences);
                return new ReadAnswer(http, plan, limits, clock).WriteAsync(results!, format);
            });
    }
}
