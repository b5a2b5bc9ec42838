namespace Kolaybase.Api.Http;

/// <summary>Collects everything that is wrong with a body, so that one answer tells it all.</summary>
public sealed class Faults
{
    private readonly List<string> _faults = [];

    /// <summary>Notes that <paramref name="field"/> <paramref name="fault"/> (e.g. "must be 1 to 100 characters") unless <paramref name="holds"/>.</summary>
    public Faults Check(bool holds, string field, string fault)
    {
        if (!holds)
        {
            _faults.Add($"\"{field}\" {fault}");
        }

        return this;
    }

    /// <summary>Refuses the request when a fault was noted.</summary>
    /// <exception cref="ApiException">400 <see cref="ErrorCodes.InvalidBody"/> with every fault in <c>details</c>.</exception>
    public void ThrowIfAny()
    {
        if (_faults.Count > 0)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, ToError(_faults));
        }
    }

    /// <summary>One fault is the message; of several, the message has the first and <c>details</c> all.</summary>
    internal static ApiError ToError(IReadOnlyList<string> faults) => faults is [var only]
        ? new(ErrorCodes.InvalidBody, only + ".", only)
        : new(ErrorCodes.InvalidBody, $"The body has {faults.Count} faults; the first: {faults[0]}.", string.Join("; ", faults.Take(50)));
}
