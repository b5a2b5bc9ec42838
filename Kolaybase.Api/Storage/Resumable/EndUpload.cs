using Kolaybase.Api.Http;
using Kolaybase.Api.Storage.Objects;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Storage.Resumable;

/// <summary><c>DELETE /uploads/:upload</c> (tus 1.0, termination).</summary>
internal static class EndUpload
{
    /// <summary>Gives an upload up; a worker removes what has come of it.</summary>
    public static async Task<NoContent> HandleAsync(Guid upload, ProjectCaller caller, UploadStates states, ObjectWriter writer, CancellationToken cancellationToken)
    {
        Writers.Require(caller);
        var found = await states.FindAsync(caller, upload, cancellationToken);
        await writer.AbandonAsync(caller, found.Version);
        return TypedResults.NoContent();
    }
}
