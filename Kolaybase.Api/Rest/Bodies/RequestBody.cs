using System.Buffers;
using Kolaybase.Api.Http;

namespace Kolaybase.Api.Rest.Bodies;

/// <summary>Reads bodies of requests. Their memory serves until the answer is complete.</summary>
internal static class RequestBody
{
    /// <summary>The whole body; the server has limited its size.</summary>
    public static Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancellationToken) => ReadAsync(request, long.MaxValue, cancellationToken);

    /// <summary>The whole body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="most">How many bytes it may have.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="ApiException">413 <c>KB413</c>: it has more.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, long most, CancellationToken cancellationToken)
    {
        var buffer = new BodyBuffer(request.ContentLength, most, () => RestErrors.BodyTooLarge(request.ContentType, most));
        ReleaseAtEnd(buffer, request.HttpContext);
        await FeedAsync(request, piece => buffer.Write(piece.Span), cancellationToken);
        return buffer.Written;
    }

    /// <summary>Hands on the body piece by piece, as it comes.</summary>
    public static async Task FeedAsync(HttpRequest request, Action<ReadOnlyMemory<byte>> feed, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            foreach (var piece in read.Buffer)
            {
                feed(piece);
            }

            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    /// <summary>Releases a buffer when the answer is complete. After a failure or an abort an abandoned send to the database may still read it: then it is the collector's.</summary>
    public static void ReleaseAtEnd(BodyBuffer buffer, HttpContext http) => http.Response.OnCompleted(() =>
    {
        if (!http.RequestAborted.IsCancellationRequested && http.Response.StatusCode < StatusCodes.Status500InternalServerError)
        {
            buffer.Release();
        }

        return Task.CompletedTask;
    });
}
