using Kolaybase.Api.Http;
using Kolaybase.Api.Rest.Execution;
using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Sql;

namespace Kolaybase.Api.Rest;

/// <summary><c>POST /api/rest/v1/{table}</c>: one row or many, all of them or none.</summary>
internal static class InsertRows
{
    /// <summary>Answers it.</summary>
    public static async Task HandleAsync(HttpContext http, string table, ProjectCaller caller, DataRequests requests, TimeProvider clock)
    {
        var query = RestRequest.Query(http.Request, requests.Limits);
        var preferences = RestRequest.Preferences(http.Request);
        var payload = await RestRequest.PayloadAsync(http.Request, query, requests.Limits, http.RequestAborted);
        await requests.RunAsync(
            http,
            caller,
            planner => planner.Insert(RestRequest.Table(http, table), query, preferences, payload),
            plan => [InsertSql.Write(plan)],
            (plan, results) => new ChangeAnswer(http, requests.Limits, clock).WriteAsync(results!, plan.Returning, AnswerFormat.Array, counted: false, Committed));

        void Committed(long rows)
        {
            http.Response.StatusCode = StatusCodes.Status201Created;
            http.Response.Headers.ContentRange = ContentRange.Of(0, 0, preferences.CountExact ? rows : null);
            Answers.Applied(http.Response, preferences, "return=", "count=", "handling=");
        }
    }
}
