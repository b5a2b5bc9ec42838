using Kolaybase.Api.Http;
using Kolaybase.Api.Rest.Execution;
using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Sql;

namespace Kolaybase.Api.Rest;

/// <summary><c>PATCH /api/rest/v1/{table}</c>: new values for the rows that match.</summary>
internal static class UpdateRows
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
            planner => planner.Update(RestRequest.Table(http, table), query, preferences, payload),
            plan => plan.Columns.IsEmpty ? [] : [UpdateSql.Write(plan, requests.Guard)],
            async (plan, results) =>
            {
                if (results is not null)
                {
                    await new ChangeAnswer(http, requests.Limits, clock).WriteAsync(results, plan.Returning, AnswerFormat.Array, counted: plan.MaxAffected is not null, Committed);
                    return;
                }

                // The body names no column, so no row was touched.
                Committed(0);
                if (plan.Returning is not null)
                {
                    http.Response.ContentType = AnswerFormat.Array.ContentType;
                    http.Response.ContentLength = 2;
                    await http.Response.Body.WriteAsync("[]"u8.ToArray(), http.RequestAborted);
                }

                void Committed(long rows) => Answers.Changed(http.Response, preferences, plan, ContentRange.Of(0, rows, preferences.CountExact ? rows : null));
            });
    }
}
