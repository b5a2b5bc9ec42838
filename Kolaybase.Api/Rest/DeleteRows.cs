using Kolaybase.Api.Http;
using Kolaybase.Api.Rest.Execution;
using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Sql;

namespace Kolaybase.Api.Rest;

/// <summary><c>DELETE /api/rest/v1/{table}</c>: the rows that match, gone.</summary>
internal static class DeleteRows
{
    /// <summary>Answers it.</summary>
    public static Task HandleAsync(HttpContext http, string table, ProjectCaller caller, DataRequests requests, TimeProvider clock)
    {
        var query = RestRequest.Query(http.Request, requests.Limits);
        var preferences = RestRequest.Preferences(http.Request, requests.Limits);
        var format = TableFormats.Pick(http.Request);
        return requests.RunAsync(
            http,
            caller,
            planner => planner.Delete(RestRequest.Table(http, table), query, preferences),
            plan => DeleteSql.Of(plan, format).Statements(requests.Guard),
            (plan, results) => new ChangeAnswer(http, requests.Limits, clock).WriteAsync(
                results!,
                DeleteSql.Of(plan, format),
                written => Answers.Changed(http.Response, preferences, plan, ContentRange.Of(0, 0, preferences.WantsTotal ? written.Rows : null))));
    }
}
