using Kolaybase.Api.Http;
using Kolaybase.Api.Rest.Execution;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Sql;

namespace Kolaybase.Api.Rest;

/// <summary><c>OPTIONS</c>: which methods a path takes, whoever asks. A browser's preflight is answered before it comes here.</summary>
internal static class DescribeMethods
{
    // It does nothing; but the batch asserts that the schema is still the one from which the methods were told.
    private static readonly SqlStatement Nothing = new("SELECT 1", []);

    /// <summary>Answers it for the root.</summary>
    public static IResult Root(HttpContext http)
    {
        http.Response.Headers.Allow = "OPTIONS,GET,HEAD";
        return Microsoft.AspNetCore.Http.Results.Ok();
    }

    /// <summary>Answers it for a table or view.</summary>
    public static Task TableAsync(HttpContext http, string table, ProjectCaller caller, DataRequests requests) =>
        RunAsync(http, caller, requests, planner => planner.Methods(RestRequest.Table(http, table)));

    /// <summary>Answers it for a function.</summary>
    public static Task FunctionAsync(HttpContext http, string function, ProjectCaller caller, DataRequests requests) =>
        RunAsync(http, caller, requests, planner => planner.CallMethods(RestRequest.Table(http, function)));

    private static Task RunAsync(HttpContext http, ProjectCaller caller, DataRequests requests, Func<Planner, string> plan)
    {
        var schema = Profile.Of(http.Request, requests.Limits).Schema;
        return requests.RunAsync(
            http,
            caller,
            plan,
            _ => [Nothing],
            async (methods, results) =>
            {
                await results!.FinishAsync();
                http.Response.Headers.Allow = methods;
                http.Response.ContentLength = 0;
            },
            _ => new(schema, ReadOnly: true));
    }
}
