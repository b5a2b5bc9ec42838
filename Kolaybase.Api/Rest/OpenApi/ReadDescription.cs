using Kolaybase.Api.Http;
using Kolaybase.Api.Rest.Execution;
using Kolaybase.Api.Rest.MediaTypes;

namespace Kolaybase.Api.Rest.OpenApi;

/// <summary><c>GET</c> and <c>HEAD /api/rest/v1/</c>: what the caller's role may see, as OpenAPI.</summary>
internal static class ReadDescription
{
    /// <summary>Answers it.</summary>
    /// <exception cref="ApiException">404 <c>PGRST126</c>: switched off; 406 <c>PGRST107</c>.</exception>
    public static Task HandleAsync(HttpContext http, ProjectCaller caller, DataRequests requests, HttpOptions options)
    {
        if (!requests.Limits.OpenApi)
        {
            throw RestErrors.NoDescription();
        }

        Negotiation.Pick(http.Request, type => type.Kind is MediaKind.OpenApi or MediaKind.Any || type == MediaType.Json);
        var schema = Profile.Of(http.Request, requests.Limits).Schema;
        return requests.RunAsync(
            http,
            caller,
            planner => planner.Snapshot,
            _ => DescriptionSql.Write(schema),
            async (snapshot, results) =>
            {
                var description = await new DescriptionReader(results!.Reader, snapshot, schema, http.RequestAborted).ReadAsync();
                await results.FinishAsync();
                http.Response.ContentType = "application/openapi+json; charset=utf-8";
                if (!HttpMethods.IsHead(http.Request.Method))
                {
                    await SwaggerDocument.WriteAsync(http.Response.BodyWriter, description, new Uri(options.PublicUrl + "/api/rest/v1"), http.RequestAborted);
                }
            },
            _ => new(schema, ReadOnly: true));
    }
}
