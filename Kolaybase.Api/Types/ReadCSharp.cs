using Kolaybase.Api.Http;
using Kolaybase.Api.Types.Catalogue;
using Kolaybase.Api.Types.CSharp;
using Kolaybase.ControlPlane.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Types;

/// <summary><c>GET /types/csharp</c>.</summary>
internal static class ReadCSharp
{
    /// <summary>Records of this moment, for System.Text.Json.</summary>
    public static async Task<ContentHttpResult> HandleAsync(
        [AsParameters] TypesQuery query, ProjectCaller caller, ProjectDatabases databases, CancellationToken cancellationToken) =>
        TypedResults.Text(
            CSharpFile.Write(await ClientSchemas.ReadAsync(databases, caller, query.Names(), cancellationToken)),
            "text/x-csharp; charset=utf-8");
}
