namespace NotifyNl;

/// <summary>A value, or the expected refusal that took its place.</summary>
public readonly record struct Result<T>(T? Value, Problem? Problem)
{
    public bool Succeeded => Problem is null;

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Problem problem) => new(default, problem);
}
