using Kolaybase.Api.Http;
using Kolaybase.Api.Rest.Bodies;
using Kolaybase.Api.Rest.Execution;
using Kolaybase.Api.Rest.MediaTypes;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Sql;

namespace Kolaybase.Api.Rest;

/// <summary><c>GET</c>, <c>HEAD</c> and <c>POST /api/rest/v1/rpc/{function}</c>: what a function returns.</summary>
internal static class CallFunction
{
    /// <summary>Answers <c>GET</c> and <c>HEAD</c>: any function can be called, but nothing can be written.</summary>
    public static Task ReadAsync(HttpContext http, string function, ProjectCaller caller, DataRequests requests, TimeProvider clock)
    {
        var query = RestRequest.CallQuery(http.Request, requests.Limits);
        // A range is for GET only (RFC 9110, 14.2).
        var narrowed = HttpMethods.IsGet(http.Request.Method) ? Negotiation.Narrow(query, http.Request) : query;
        return RunAsync(http, function, caller, requests, clock, narrowed, new TextArguments(query.Arguments));
    }

    /// <summary>Answers <c>POST</c>: a function that promises not to write is held to it.</summary>
    public static async Task InvokeAsync(HttpContext http, string function, ProjectCaller caller, DataRequests requests, TimeProvider clock)
    {
        var query = RestRequest.Query(http.Request, requests.Limits);
        var arguments = await CallBody.ReadAsync(http.Request, query, requests.Limits, http.RequestAborted);
        await RunAsync(http, function, caller, requests, clock, query, arguments);
    }

    private static Task RunAsync(
        HttpContext http, string function, ProjectCaller caller, DataRequests requests, TimeProvider clock, RestQuery query, CallArguments arguments)
    {
        var request = new CallRequest(
            RestRequest.Table(http, function),
            arguments,
            query,
            RestRequest.Preferences(http.Request, requests.Limits),
            AcceptHeader.Parse(http.Request.Headers.Accept.ToString()),
            caller.Role == DatabaseRole.ServiceRole ? null : requests.LimitsOf(caller).RowCap,
            Reads: !HttpMethods.IsPost(http.Request.Method),
            HeadOnly: HttpMethods.IsHead(http.Request.Method));
        var schema = Profile.Of(http.Request, requests.Limits).Schema;
        return requests.RunAsync(
            http,
            caller,
            planner => planner.Call(request),
            plan => [CallQuerySql.Write(plan, requests.Guard)],
            (plan, results) =>
            {
                Answers.Applied(http.Response, request.Preferences, plan.MaxAffected is null ? [] : ["max-affected="]);
                return new CallAnswer(http, plan, requests.Limits, clock).WriteAsync(results!);
            },
            plan => new(schema, plan.ReadOnly, StatementMilliseconds: plan.StatementMilliseconds, Isolation: plan.Isolation));
    }
}
