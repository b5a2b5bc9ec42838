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
        var preferences = RestRequest.Preferences(http.Request, requests.Limits);
        var payload = await RestRequest.PayloadAsync(http.Request, query, requests.Limits, http.RequestAborted);
        var format = TableFormats.Pick(http.Request);
        await requests.RunAsync(
            http,
            caller,
            planner => planner.Update(RestRequest.Table(http, table), query, preferences, payload),
            plan => plan.Columns.IsEmpty ? [] : UpdateSql.Of(plan, format).Statements(requests.Guard),
            async (plan, results) =>
            {
                if (results is not null)
                {
                    await new ChangeAnswer(http, requests.Limits, clock).WriteAsync(results, UpdateSql.Of(plan, format), written => Committed(written.Rows));
                    return;
                }

                // The body names no column, so no row was touched.
                await ChangeAnswer.NothingAsync(http, plan.Returning, format, () => Committed(0));

                void Committed(long rows) => Answers.Changed(http.Response, preferences, plan, ContentRange.Of(0, rows, preferences.WantsTotal ? rows : null));
            });
    }
}
