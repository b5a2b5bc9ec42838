using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Callers;
using Kolaybase.Api.Storage.Objects;
using Kolaybase.ControlPlane.Objects;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Storage.SignedUrls;

/// <summary><c>GET</c>, <c>HEAD</c> and <c>PUT /signed</c>: whoever has the address may.</summary>
internal static class UseSignedUrl
{
    /// <summary>Reads the object.</summary>
    public static Task<ObjectAnswer> ReadAsync(
        HttpContext context, ProjectCaller caller, SignedUrls urls, ObjectReader reader, ObjectStores stores, CancellationToken cancellationToken,
        string? bucket = null, string? path = null, string? expires = null, string? signature = null, string? download = null)
    {
        var grant = urls.Require(caller.Project.Id, SignedGrant.Read(bucket, path, expires), signature);
        return ObjectAnswer.MakeAsync(
            context,
            stores.Of(caller.Project),
            caller.Project.Id,
            async () => await reader.FindAsync(context.Request, OfProject(caller), grant.Bucket, grant.Path, cancellationToken) with { IsPublic = false },
            download);
    }

    /// <summary>Uploads the object.</summary>
    public static async Task<Created<ObjectEntry>> WriteAsync(
        HttpContext context, ProjectCaller caller, SignedUrls urls, ObjectWriter writer, CancellationToken cancellationToken,
        string? bucket = null, string? path = null, string? expires = null, string? signature = null, string? upsert = null, string? role = null, string? owner = null)
    {
        var grant = urls.Require(caller.Project.Id, SignedGrant.Write(bucket, path, expires, upsert, role, owner), signature);
        var target = new UploadTarget(OfSigner(caller, grant.Role, grant.Owner), grant.Bucket, grant.Path, grant.Upsert, grant.Owner);
        var written = await writer.WriteAsync(target, context.Request, cancellationToken);
        return TypedResults.Created((string?)null, written);
    }

    /// <summary>Whoever signed, to policies too: what they say of the size and type that come is not known when it is signed. Of his claims only who he is.</summary>
    private static ProjectCaller OfSigner(ProjectCaller caller, string role, Guid? owner) => role switch
    {
        "anon" => caller with { IsNobody = false },
        "authenticated" => caller with { Role = DatabaseRole.Authenticated, ClaimsJson = $$"""{"role":"authenticated","sub":"{{owner:D}}"}""", IsNobody = false },
        _ => OfProject(caller),
    };

    /// <summary>Policies were asked when it was signed; until it expires it stands for whoever signed.</summary>
    private static ProjectCaller OfProject(ProjectCaller caller) => caller with { Role = DatabaseRole.ServiceRole, ClaimsJson = ProjectCallers.ServiceClaims, IsNobody = false };
}
