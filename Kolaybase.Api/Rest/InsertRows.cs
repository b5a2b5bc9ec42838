using Kolaybase.Api.Http;
using Kolaybase.Api.Rest.Execution;
using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Sql;

namespace Kolaybase.Api.Rest;

/// <summary><c>POST /api/rest/v1/{table}</c>: one row or many, all of them or none.</summary>
internal static class InsertRows
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
            planner => planner.Insert(RestRequest.Table(http, table), query, preferences, payload),
            plan => InsertSql.Of(plan, format).Statements(requests.Guard),
            (plan, results) => new ChangeAnswer(http, requests.Limits, clock).WriteAsync(results!, InsertSql.Of(plan, format), written => Committed(plan, written)));

        void Committed(InsertPlan plan, Written written)
        {
            // An upsert that only replaced rows has created nothing.
            http.Response.StatusCode = plan.Conflict is { Merge: true } && !written.Inserted ? StatusCodes.Status200OK : StatusCodes.Status201Created;
            http.Response.Headers.ContentRange = ContentRange.Of(0, 0, preferences.WantsTotal ? written.Rows : null);
            if (!written.Key.IsEmpty)
            {
                http.Response.Headers.Location = Location.Of(http.Request, plan.Relation, plan.Key, written.Key);
            }

            Answers.Applied(http.Response, preferences, "missing=", "return=", plan.Conflict is null ? "" : "resolution=");
        }
    }
}
