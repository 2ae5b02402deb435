namespace Streaming;

/// <summary>An option of a stream that only its model can judge.</summary>
/// <param name="option">As JSON has it.</param>
/// <param name="problem">What is wrong, without the option's name; each endpoint names the field in its own way.</param>
public sealed class OptionException(string option, string problem) : UserException($"{option}: {problem}")
{
    public string Option => option;

    public string Problem => problem;
}
