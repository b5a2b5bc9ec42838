using Kolaybase.Api.Http;

namespace Kolaybase.Api.Types;

/// <summary>Types for clients, made from a project's schema: <c>/api/projects/{id}/types</c>.</summary>
internal static class TypesApi
{
    /// <summary>Maps the calls. They tell of every table, so the anon key does not get them.</summary>
    public static void MapTypes(this IEndpointRouteBuilder routes)
    {
        var types = routes.MapGroup("/api/projects/{id:guid}/types").WithTags("Types").AddEndpointFilter(SingleParameters.Filter).RequireProjectCaller(ProjectAccess.Inspect).Refuses(400, 404);
        types.MapGet("/typescript", ReadTypeScript.HandleAsync).Produces<string>(StatusCodes.Status200OK, "application/typescript").WithName("readTypeScriptTypes").WithSummary("The schema as types for supabase-js");
        types.MapGet("/csharp", ReadCSharp.HandleAsync).Produces<string>(StatusCodes.Status200OK, "text/x-csharp").WithName("readCSharpTypes").WithSummary("The schema as C# records");
    }
}
