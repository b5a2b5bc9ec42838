using Kolaybase.Api.Http;
using Kolaybase.Api.Types.Catalogue;
using Kolaybase.Api.Types.TypeScript;
using Kolaybase.ControlPlane.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Types;

/// <summary><c>GET /types/typescript</c>.</summary>
internal static class ReadTypeScript
{
    /// <summary>The type file that users of supabase-js expect, of this moment.</summary>
    public static async Task<ContentHttpResult> HandleAsync(
        [AsParameters] TypesQuery query, ProjectCaller caller, ProjectDatabases databases, CancellationToken cancellationToken) =>
        TypedResults.Text(
            TypeScriptFile.Write(await ClientSchemas.ReadAsync(databases, caller, query.Names(), cancellationToken)),
            "application/typescript; charset=utf-8");
}
