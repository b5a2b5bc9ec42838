using Kolaybase.Api.Http;
using Kolaybase.Api.Rest.Execution;
using Kolaybase.Api.Rest.Sql;

namespace Kolaybase.Api.Rest;

/// <summary><c>PATCH /api/rest/v1/{table}</c>: new values for the rows that match.</summary>
internal static class UpdateRows
{
    /// <summary>Answers it.</summary>
    public static async Task HandleAsync(HttpContext http, string table, ProjectCaller caller, DataRequests requests)
    {
        var query = RestRequest.Query(http.Request, requests.Limits);
        var preferences = RestRequest.Preferences(http.Request);
        var payload = await RestRequest.PayloadAsync(http.Request, query, requests.Limits, http.RequestAborted);
        await requests.RunAsync(
            http,
            caller,
            planner => planner.Update(RestRequest.Table(http, table), query, preferences, payload),
            plan => plan.Columns.IsEmpty ? [] : [UpdateSql.Write(plan, requests.Guard)],
            async (plan, reader) =>
            {
                if (reader is null)
                {
                    await ChangeAnswer.NothingAsync(http, preferences);
                }
                else
                {
                    await ChangeAnswer.WriteAsync(http, reader, plan.Returning?.Output, plan.MaxAffected, preferences, (rows, total) => ContentRange.Of(0, rows, total));
                }
            });
    }
}
