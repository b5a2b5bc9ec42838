namespace Kolaybase.ControlPlane.Databases;

/// <summary>A database server can't be prepared; the message tells its operator what is missing.</summary>
public sealed class ServerBootstrapException(string message, Exception? inner = null) : Exception(message, inner);
