using Kolaybase.Api.Http;
using Kolaybase.Api.Rest.Execution;
using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Sql;

namespace Kolaybase.Api.Rest;

/// <summary><c>PUT /api/rest/v1/{table}</c>: one row under its key, whether it is there already or not.</summary>
internal static class UpsertRow
{
    /// <summary>Answers it.</summary>
    public static async Task HandleAsync(HttpContext http, string table, ProjectCaller caller, DataRequests requests, TimeProvider clock)
    {
        var query = RestRequest.Query(http.Request, requests.Limits);
        var preferences = RestRequest.Preferences(http.Request, requests.Limits);
        var payload = await RestRequest.PayloadAsync(http.Request, query, requests.Limits, http.RequestAborted);
        var format = TableFormats.Pick(http.Request);
        await requests.RunAsync(
            http,
            caller,
            planner => planner.Upsert(RestRequest.Table(http, table), query, preferences, payload),
            plan => UpsertSql.Of(plan, format).Statements(requests.Guard),
            (plan, results) => new ChangeAnswer(http, requests.Limits, clock).WriteAsync(results!, UpsertSql.Of(plan, format), written => Committed(plan, written)));

        void Committed(UpsertPlan plan, Written written)
        {
            http.Response.StatusCode = plan.Returning is null ? StatusCodes.Status204NoContent : written.Inserted ? StatusCodes.Status201Created : StatusCodes.Status200OK;
            Answers.Applied(http.Response, preferences, "return=");
        }
    }
}
