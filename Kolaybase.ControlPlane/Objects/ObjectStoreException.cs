namespace Kolaybase.ControlPlane.Objects;

/// <summary>A store did not do what was asked.</summary>
/// <param name="fault">What the caller can do about it.</param>
/// <param name="message">For the log; names no secret.</param>
/// <param name="inner">The cause.</param>
public sealed class ObjectStoreException(ObjectStoreFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What the caller can do about it.</summary>
    public ObjectStoreFault Fault { get; } = fault;
}

/// <summary>Kinds of failure of a store.</summary>
public enum ObjectStoreFault
{
    /// <summary>Nothing lies under the key.</summary>
    Missing,

    /// <summary>Out of reach, overloaded or broken: trying again later may help.</summary>
    Unavailable,

    /// <summary>No space is left.</summary>
    Full,

    /// <summary>It refuses our credentials, or does not have the configured bucket: the operator has to act.</summary>
    Refused,

    /// <summary>A project's row names a store that this process was not told of: the operator has to configure it.</summary>
    NotConfigured,
}
